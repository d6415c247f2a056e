"""Images a second of the small convolutional net in PyTorch, written as its users would; arguments: layout, epochs."""

import sys
import time

import torch
from torch import nn
from torch.nn import functional

layout, epochs = sys.argv[1], int(sys.argv[2])
count, batch = 2560, 128
torch.manual_seed(0)
model = nn.Sequential(
    *(nn.Conv2d(3, 32, 3, padding=1), nn.MaxPool2d(2), nn.ReLU()),
    *(nn.Conv2d(32, 64, 3, padding=1), nn.MaxPool2d(2), nn.ReLU()),
    *(nn.Flatten(), nn.Linear(4096, 10)),
)
form = torch.channels_last if layout == "channels_last" else torch.contiguous_format
model.to(memory_format=form)
optimiser = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=2e-4)
x = torch.randint(0, 256, (count, 3, 32, 32), dtype=torch.uint8)
y = torch.arange(count) % 10
for _ in range(epochs):
    started = time.perf_counter()
    for at in range(0, count, batch):
        images = (x[at : at + batch].float() / 128 - 1).contiguous(memory_format=form)
        optimiser.zero_grad()
        functional.cross_entropy(model(images), y[at : at + batch]).backward()
        optimiser.step()
    print(count / (time.perf_counter() - started), flush=True)
