"""Proof objects in the making: steps, what is known after them, trees."""
