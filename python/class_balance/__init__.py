"""Class-balanced losses, weights and samplers, and the loader of Class Balance loss configs.

Importing this package needs NumPy only; load_loss, class_balance.losses and class_balance.samplers need PyTorch.
"""

from class_balance._fields import LossConfigError
from class_balance.config import LossConfig
from class_balance.load import load_loss, parse_loss_config, read_loss_config
from class_balance.weights import class_weights, effective_number

__all__ = [
    "LossConfig",
    "LossConfigError",
    "class_weights",
    "effective_number",
    "load_loss",
    "parse_loss_config",
    "read_loss_config",
]
