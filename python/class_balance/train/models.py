"""The models of a run by name, with the last layer that the loss needs.

Must not know data or how they are trained. Nothing is downloaded: every model starts untrained.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Sequence
from typing import Any

from torch import Tensor, nn

from class_balance.config import LossConfig
from class_balance.losses import NormedLinear, initialise_bias_
from class_balance.train.problems import TrainError
from class_balance.train.request import RunModel
from class_balance.train.resnet import ResNet

OWN_MODELS = ("linear", "mlp", "small-cnn", "resnet20", "resnet32")
_DEFAULT_HIDDEN = 256
#: Sides that a convolution and two halvings need.
_LEAST_SIDE = 4


class SmallConvolutions(nn.Module):
    """3 x 3 convolutions of 32 and 64 channels, each with ReLU and 2 x 2 pooling, then a linear layer."""

    def __init__(self, shape: Sequence[int], classes: int) -> None:
        super().__init__()
        channels, height, width = shape
        self.features = nn.Sequential(
            *(nn.Conv2d(channels, 32, 3, padding=1), nn.MaxPool2d(2, ceil_mode=True), nn.ReLU()),
            *(nn.Conv2d(32, 64, 3, padding=1), nn.MaxPool2d(2, ceil_mode=True), nn.ReLU()),
            nn.Flatten(),
        )
        self.head = nn.Linear(64 * math.ceil(height / 4) * math.ceil(width / 4), classes)

    def forward(self, x: Tensor) -> Tensor:
        """Logits (batch, C) of images (batch, channels, h, w)."""
        logits: Tensor = self.head(self.features(x))
        return logits


def build_model(wanted: RunModel, shape: Sequence[int], config: LossConfig) -> nn.Module:
    """A model that takes (batch, *shape) and gives logits (batch, C), its last layer ready for the loss.

    Args:
        wanted: the request's model.
        shape: (channels, height, width) of images, (features,) of vectors.
        config: LDAM gets a normalised last layer, sigmoid and focal their bias.

    Raises:
        TrainError: for an unknown model, one that is not installed or one that does not fit the data.
    """
    classes = len(config.classes)
    model = _plain(wanted, shape, classes)
    parent, name = last_layer(model, classes)
    layer = getattr(parent, name)
    if config.loss.family == "ldam":
        setattr(parent, name, NormedLinear(layer.in_features, classes))
    else:
        initialise_bias_(layer, config)
    return model


def last_layer(model: nn.Module, classes: int) -> tuple[nn.Module, str]:
    """The module that holds the last linear layer with C outputs, and the layer's name in it. Raises TrainError."""
    found: tuple[nn.Module, str] | None = None
    for parent in model.modules():
        for name, child in parent.named_children():
            linear = isinstance(child, nn.Linear) and child.out_features == classes
            if linear or (isinstance(child, NormedLinear) and child.weight.shape[0] == classes):
                found = parent, name
    if found is None:
        raise TrainError(f"{type(model).__name__} has no linear layer with {classes} outputs to put the loss on")
    return found


def _plain(wanted: RunModel, shape: Sequence[int], classes: int) -> nn.Module:
    name = wanted.name
    if ":" in name or name not in OWN_MODELS:
        return _library_model(name, shape, classes)
    inputs = math.prod(shape)
    if name == "linear":
        return nn.Sequential(nn.Flatten(), nn.Linear(inputs, classes))
    if name == "mlp":
        hidden = wanted.hidden or _DEFAULT_HIDDEN
        return nn.Sequential(nn.Flatten(), nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, classes))
    _check_images(name, shape)
    if name == "small-cnn":
        return SmallConvolutions(shape, classes)
    return ResNet(int(name.removeprefix("resnet")), shape[0], classes)


def _library_model(name: str, shape: Sequence[int], classes: int) -> nn.Module:
    library, _, model = name.partition(":")
    if library not in ("torchvision", "timm") or model == "":
        raise TrainError(
            f"“model.name” is {name!r}; it must be one of {', '.join(OWN_MODELS)}, torchvision:NAME or timm:NAME"
        )
    _check_images(name, shape)
    try:
        module: Any = importlib.import_module("torchvision.models" if library == "torchvision" else "timm")
    except ImportError as error:
        raise TrainError(f"“model.name” needs {library}: python -m pip install {library}") from error
    except RuntimeError as error:
        # What torchvision raises beside a torch of another build.
        raise TrainError(f"{library} cannot be imported beside this PyTorch: {error}") from error
    try:
        if library == "torchvision":
            built = module.get_model(model, weights=None, num_classes=classes)
        else:
            built = module.create_model(model, pretrained=False, num_classes=classes)
    except (ValueError, RuntimeError, TypeError, KeyError) as error:
        raise TrainError(f"{library} cannot make the model {model!r}: {error}") from error
    if not isinstance(built, nn.Module):
        raise TrainError(f"{library} made no module of {model!r}")
    return built


def _check_images(name: str, shape: Sequence[int]) -> None:
    if len(shape) != 3:
        raise TrainError(f"the model {name} takes images; for feature vectors choose linear or mlp")
    if min(shape[1:]) < _LEAST_SIDE:
        raise TrainError(f"the model {name} takes images of at least {_LEAST_SIDE} x {_LEAST_SIDE} pixels")
