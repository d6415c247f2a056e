"""Keras and TensorFlow: fit with class_weight, with sample weights of tf.data, with the loss."""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf

from exports import Case, case_named, each_case
from numerics import (
    binary_terms,
    close,
    cross_entropy,
    some_labels,
    some_logits,
    weighted_mean,
)

BATCH = 24


def identity(*shape: int) -> keras.Model:
    """Answers its input, through a layer that can be trained."""
    inputs = keras.Input(shape)
    outputs = keras.layers.Dense(
        shape[-1], kernel_initializer="identity", bias_initializer="zeros"
    )(inputs)
    return keras.Model(inputs, outputs)


def fitted_loss(model: keras.Model, *data: object, **how: object) -> float:
    """The loss of one step over everything, as Keras reports it."""
    history = model.fit(*data, epochs=1, shuffle=False, verbose=0, **how)
    return history.history["loss"][0]


@each_case("keras", multi_label=False)
def test_fit_takes_class_weight(case: Case) -> None:
    """Every index has a float; the reported loss is the mean of weighted losses."""
    class_weight = case.load("keras").CLASS_WEIGHT
    assert list(class_weight) == list(range(len(case.names)))
    assert {type(weight) for weight in class_weight.values()} == {float}
    close(list(class_weight.values()), case.weights)
    logits, targets = some_logits(BATCH, len(case.names)), case.drawn(BATCH)
    model = identity(len(case.names))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=loss)
    actual = fitted_loss(model, logits, targets, batch_size=BATCH, class_weight=class_weight)
    close(actual, weighted_mean(cross_entropy(logits, targets), case.weights[targets]), 5e-6)
    assert np.abs(model.layers[-1].bias.numpy()).sum() > 0


@each_case("keras", multi_label=True)
def test_fit_with_the_loss_of_several_labels(case: Case) -> None:
    """Weighted binary cross-entropy of probabilities; survives saving."""
    module = case.load("keras")
    close(module.CLASS_WEIGHTS, case.weights)
    shape = (BATCH, len(case.names))
    logits, labels = some_logits(*shape), some_labels(*shape)
    model = keras.Sequential([identity(shape[1]), keras.layers.Activation("sigmoid")])
    model.compile(optimizer="sgd", loss=module.class_balanced_loss)
    actual = fitted_loss(model, logits, labels, batch_size=BATCH)
    close(actual, weighted_mean(binary_terms(logits, labels), case.weights), 2e-5)
    name = keras.saving.get_registered_name(module.class_balanced_loss)
    assert keras.saving.get_registered_object(name) is module.class_balanced_loss


@each_case("keras-sample-weight")
def test_dataset_carries_sample_weights_into_fit(case: Case) -> None:
    """tf.data yields float32 weights; the reported loss is the mean of weighted losses."""
    module = case.load("keras-sample-weight")
    close(module.CLASS_WEIGHTS, case.weights)
    logits, targets = some_logits(BATCH, len(case.names)), case.drawn(BATCH)
    data = tf.data.Dataset.from_tensor_slices((logits, targets)).map(module.with_sample_weight)
    weights = [weight for _, _, weight in data]
    assert weights[0].dtype == tf.float32
    close(weights, case.weights[targets])
    model = identity(len(case.names))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer="sgd", loss=loss)
    actual = fitted_loss(model, data.batch(BATCH))
    close(actual, weighted_mean(cross_entropy(logits, targets), case.weights[targets]), 5e-6)


def test_sample_weights_of_pixels_are_0_where_nobody_knows() -> None:
    """Targets (height, width) a sample, 255 for "do not care", as uint8 masks have them."""
    case = case_named("segmentation")
    size = len(case.names)
    targets = case.drawn(4 * 5 * 3).reshape(4, 5, 3).astype(np.uint8)
    targets[:, 0] = 255
    logits = some_logits(targets.size, size).reshape(4, 5, 3, size)
    mapping = case.load("keras-sample-weight").with_sample_weight
    data = tf.data.Dataset.from_tensor_slices((logits, targets)).map(mapping)
    weights = np.stack([weight for _, _, weight in data])
    known = targets != 255
    close(weights[known], case.weights[targets[known]])
    assert (weights[~known] == 0).all()
    model = identity(5, 3, size)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=255)
    model.compile(optimizer="sgd", loss=loss)
    assert np.isfinite(fitted_loss(model, data.batch(4)))
