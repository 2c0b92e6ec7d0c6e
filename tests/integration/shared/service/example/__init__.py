"""A service as small as can be, made of the public pieces alone: notes are added, heard of again, and counted.

It calls itself accounts, because the broker knows the services by name.
"""
