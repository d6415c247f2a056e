"""Decoders of image files: torchvision's where it works, Pillow for the rest (TIFF, BMP, AVIF, Netpbm).

Must not know what images are for. Bounded: a file that claims to be huge is refused.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from class_balance.train.problems import TrainError

#: From the bytes of a path to uint8 (3, height, width). Raises OSError, RuntimeError or ValueError for a broken image.
Decoder = Callable[[bytes], Tensor]

_MOST_BYTES = 256 * 2**20
_MOST_PIXELS = 2**28


def choose_decoder() -> Decoder:
    """The decoder of a run; training and evaluation use the same. TrainError where there is none."""
    compiled, other = torchvision_decoder(), pillow_decoder()
    if compiled is None or other is None:
        return compiled or other or _none()
    return shared_out(compiled, other)


def shared_out(compiled: Decoder, other: Decoder) -> Decoder:
    """`compiled` for the kinds that torchvision always decodes, told by their first bytes; `other` for the rest."""

    def decode(path: bytes) -> Tensor:
        with open(path, "rb") as file:
            head = file.read(12)
        return (compiled if _COMPILED.match(head) else other)(path)

    return decode


#: JPEG, PNG, GIF and WebP.
_COMPILED = re.compile(rb"\xff\xd8\xff|\x89PNG|GIF8|RIFF....WEBP", re.DOTALL)


def torchvision_decoder() -> Decoder | None:
    """torchvision.io's decoder, None where it is not installed or does not fit this PyTorch."""
    try:
        from torchvision.io import ImageReadMode, decode_image  # noqa: PLC0415 - optional

        decode_image(torch.from_numpy(np.frombuffer(_PROBE, dtype=np.uint8).copy()), ImageReadMode.RGB)
    except (ImportError, RuntimeError, OSError):
        return None

    def decode(path: bytes) -> Tensor:
        image: Tensor = decode_image(torch.from_numpy(np.frombuffer(_read(path), np.uint8).copy()), ImageReadMode.RGB)
        return _checked(image)

    return decode


def pillow_decoder() -> Decoder | None:
    """Pillow's decoder, None where it is not installed."""
    try:
        from PIL import Image  # noqa: PLC0415 - optional
    except ImportError:
        return None

    def decode(path: bytes) -> Tensor:
        with Image.open(io.BytesIO(_read(path))) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise ValueError(f"has {image.width} x {image.height} pixels, more than can be taken")
            # Pillow clips where sixteen bits become eight.
            deep = image.mode.startswith("I;16")
            pixels: Any = np.asarray(image) >> 8 if deep else np.asarray(image.convert("RGB"))
        if deep:
            pixels = np.repeat(pixels.astype(np.uint8)[:, :, None], 3, axis=2)
        return _checked(torch.from_numpy(pixels.copy()).permute(2, 0, 1))

    return decode


def _read(path: bytes) -> bytes:
    with open(path, "rb") as file:
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise ValueError(f"has more than {_MOST_BYTES} bytes")
    return content


def _checked(image: Tensor) -> Tensor:
    if image.dim() != 3 or image.shape[0] != 3 or image.dtype != torch.uint8 or 0 in image.shape:
        raise ValueError(f"is no picture of 8 bits and three channels: {tuple(image.shape)}, {image.dtype}")
    return image


def _none() -> Decoder:
    raise TrainError("image files need torchvision or Pillow: python -m pip install torchvision")


#: One black pixel as PNG: whether a decoder works is tried, not guessed.
_PROBE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763606060000000040001"
    "2734270a0000000049454e44ae426082"
)
