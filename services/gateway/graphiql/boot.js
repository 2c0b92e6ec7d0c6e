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

const asked = new URLSearchParams(window.location.search);

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: window.location.pathname }),
    defaultQuery: FIRST_QUERY,
    query: asked.get("query") ?? undefined,
    variables: asked.get("variables") ?? undefined,
    operationName: asked.get("operationName") ?? undefined,
    defaultEditorToolsVisibility: "headers",
    isHeadersEditorEnabled: true,
    shouldPersistHeaders: false,
  }),
);
