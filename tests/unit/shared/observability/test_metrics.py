"""Each app counts for itself."""

from shared.observability import Metrics


def test_two_apps_in_one_process_count_apart() -> None:
    first, second = Metrics("accounts"), Metrics("certification")
    first.responses.labels("/graphql", "200").inc()
    assert b'countervail_http_responses_total{route="/graphql",status="200"} 1.0' in first.exposition()
    assert b"countervail_http_responses_total{" not in second.exposition()
    assert b'countervail_service_info{service="certification"} 1.0' in second.exposition()


def test_the_process_reports_its_memory() -> None:
    assert b"process_resident_memory_bytes" in Metrics("accounts").exposition()
