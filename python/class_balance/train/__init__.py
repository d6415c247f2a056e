"""The PyTorch engine: trains the arms of a run.json and says which loss config won.

`python -m class_balance.train --config run.json` writes events.jsonl, checkpoints and loss-config.json beside it.
Needs PyTorch 2.4 or newer; Pillow or torchvision for image files; ray only where it is asked for.
"""
