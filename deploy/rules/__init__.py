"""The rules by their ids: what each says, where it stands in law, and which code and tests carry it."""
