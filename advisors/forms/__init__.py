"""The parts of a profile as their owner writes them."""
