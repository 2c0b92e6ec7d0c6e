"""The end of an account: legal actions, bills given up, the final notice, the sweep."""
