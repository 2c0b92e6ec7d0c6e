"""The record of cases in the database: acts, what time brought about, messages to customs, what moves days."""
