"""The composition root: settings, addresses, reactions and the processes that run Firstpoint."""
