"""All rules together, and which faults leave the later ones something to judge."""

from __future__ import annotations

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.references import check_types
from services.gateway.federation.composition.subgraph import SubgraphSchema
from services.gateway.federation.composition.validation.authorisation import check_authorisation, check_rights
from services.gateway.federation.composition.validation.contexts import check_contexts
from services.gateway.federation.composition.validation.costs import check_costs
from services.gateway.federation.composition.validation.declared import check_declared
from services.gateway.federation.composition.validation.documents import Document
from services.gateway.federation.composition.validation.externals import check_externals
from services.gateway.federation.composition.validation.grammar import check_grammar
from services.gateway.federation.composition.validation.hints import check_agreement
from services.gateway.federation.composition.validation.linking import check_links
from services.gateway.federation.composition.validation.overrides import check_overrides
from services.gateway.federation.composition.validation.requirements import check_requirements
from services.gateway.federation.composition.validation.runtime_types import check_runtime_types
from services.gateway.federation.composition.validation.usage import check_usage

# After these nobody can say what the subgraph means: merging would only find faults that are none.
UNREADABLE = frozenset(
    {
        "DIRECTIVE_DEFINITION_INVALID",
        "INVALID_GRAPHQL",
        "INVALID_LINK_DIRECTIVE_USAGE",
        "INVALID_LINK_IDENTIFIER",
        "INVALID_SUBGRAPH_NAME",
        "TYPE_DEFINITION_INVALID",
        "UNKNOWN_FEDERATION_LINK_VERSION",
        "UNKNOWN_LINK_VERSION",
    }
)
# These say nothing about who resolves what: whether queries can be answered is still to be judged.
HARMLESS = frozenset(
    {
        "AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE",
        "COST_APPLIED_TO_INTERFACE_FIELD",
        "EXTERNAL_ARGUMENT_DEFAULT_MISMATCH",
        "EXTERNAL_UNUSED",
        "FIELD_ARGUMENT_DEFAULT_MISMATCH",
        "INPUT_FIELD_DEFAULT_MISMATCH",
        "INVALID_FIELD_SHARING",
        "INVALID_SHAREABLE_USAGE",
        "LIST_SIZE_APPLIED_TO_NON_LIST",
        "LIST_SIZE_INVALID_ASSUMED_SIZE",
        "LIST_SIZE_INVALID_SIZED_FIELD",
        "LIST_SIZE_INVALID_SLICING_ARGUMENT",
        "MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL",
        "MISSING_TRANSITIVE_AUTH_REQUIREMENTS",
        "PROVIDES_FIELDS_MISSING_EXTERNAL",
        "REQUIRES_FIELDS_MISSING_EXTERNAL",
        "SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES",
    }
)


def check_document(document: Document, report: Report) -> None:
    """The rules for one subgraph alone, but for its field sets."""
    before = len(report.errors)
    check_declared(document, report)
    check_links(document, report)
    check_types(document.schema, report)
    check_usage(document, report)
    if not any(item.code == "INVALID_GRAPHQL" for item in report.errors[before:]):
        check_grammar(document, report)
    check_costs(document, report)
    check_authorisation(document, report)
    check_contexts(document, report)


def check_across(subgraphs: list[SubgraphSchema], report: Report) -> None:
    """The rules between subgraphs that merging does not meet by itself."""
    check_externals(subgraphs, report)
    check_overrides(subgraphs, report)
    check_requirements(subgraphs, report)
    check_rights(subgraphs, report)
    check_runtime_types(subgraphs, report)
    check_agreement(subgraphs, report)
