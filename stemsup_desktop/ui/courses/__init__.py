"""A course of treatment in the window: its sessions as chips, and what is done to them in place."""
