// @graphql-hive/gateway: its JavaScript planner, or the Rust one; identical upstream reads shared (its default) or not.
import { defineConfig } from "@graphql-hive/gateway";
import { unifiedGraphHandler } from "@graphql-hive/router-runtime";

const { PLANNER, SHARE_READS } = process.env;

export const gatewayConfig = defineConfig({
  ...(PLANNER === "rust" ? { unifiedGraphHandler } : {}),
  logging: "error",
  pollingInterval: 0,
  transportEntries: { "*": { options: { deduplicateInflightRequests: SHARE_READS !== "false" } } },
});
