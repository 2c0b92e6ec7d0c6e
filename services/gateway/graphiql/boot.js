"use strict";

const FIRST_QUERY = `# Public data needs no token. For the rest, paste one
# under "Headers" below:
#   {"authorization": "Bearer <token>"}
#
# Development: countervail token --role auditor

query FirstOrders {
  orders(first: 5) {
    edges {
      node {
        caseNumber
        caseName
        kind
        issuedOn
      }
    }
  }
}
`;

const url = window.location.pathname;
const fetchOnce = GraphiQL.createFetcher({ url });

// A subscription's answers come over an event stream, which takes the headers of the editor like any request.
function fetcher(params, options) {
  if (!subscribes(options?.documentAST, params.operationName)) {
    return fetchOnce(params, options);
  }
  const client = graphqlSse.createClient({ url, headers: options?.headers, retryAttempts: 5 });
  return client.iterate(params);
}

function subscribes(document, name) {
  const operations = document?.definitions.filter((one) => one.kind === "OperationDefinition") ?? [];
  const chosen = operations.find((one) => !name || one.name?.value === name);
  return chosen?.operation === "subscription";
}

const asked = new URLSearchParams(window.location.search);

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultQuery: FIRST_QUERY,
    query: asked.get("query") ?? undefined,
    variables: asked.get("variables") ?? undefined,
    operationName: asked.get("operationName") ?? undefined,
    defaultEditorToolsVisibility: "headers",
    isHeadersEditorEnabled: true,
    shouldPersistHeaders: false,
  }),
);
