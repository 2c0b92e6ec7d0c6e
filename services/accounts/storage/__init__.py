"""What the accounts keep: tables, set-based queries, migrations. The only place that builds SQL."""
