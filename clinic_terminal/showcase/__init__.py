"""The program as others see it: opened to work or play, driven by the demo, and pictured for the guide."""
