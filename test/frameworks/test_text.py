"""Flair's loss_weights in taggers and classifiers; spaCy's repeated examples in training."""

from __future__ import annotations

import flair
import numpy as np
import pytest
import spacy
import torch
from flair.data import Dictionary, Sentence
from flair.embeddings import DocumentPoolEmbeddings, OneHotEmbeddings
from flair.models import SequenceTagger, TextClassifier
from spacy.training import Example

from exports import Case, case_named, each_case
from numerics import close

flair.device = torch.device("cpu")


def embeddings() -> OneHotEmbeddings:
    """Of three words."""
    words = Dictionary()
    for word in ("a", "b", "c"):
        words.add_item(word)
    return OneHotEmbeddings(vocab_dictionary=words)


def dictionary(names: list[str]) -> Dictionary:
    """Labels in order."""
    labels = Dictionary(add_unk=False)
    for name in names:
        labels.add_item(name)
    return labels


@each_case("flair")
def test_flair_classifier_weighs_by_name(case: Case) -> None:
    """The weights in the order of the classifier's own dictionary; its loss multiplies by them."""
    loss_weights = case.load("flair").LOSS_WEIGHTS
    close([loss_weights[name] for name in case.names], case.weights)
    if case.id == "nasty":
        return  # Flair strips blanks and reads the empty name as no label.
    names = case.names[::-1]
    how = {"label_dictionary": dictionary(names), "label_type": "kind"}
    pooled = DocumentPoolEmbeddings([embeddings()])
    torch.manual_seed(0)
    weighted = TextClassifier(pooled, loss_weights=loss_weights, **how)
    close(weighted.loss_weights, case.weights[::-1])
    plain = TextClassifier(pooled, **how)
    plain.load_state_dict(weighted.state_dict(), strict=False)
    for index in np.flatnonzero(case.counts)[:5]:
        sentence = Sentence("a b")
        sentence.add_label("kind", case.names[index])
        ratio = weighted.forward_loss([sentence])[0] / plain.forward_loss([sentence])[0]
        close(ratio.item(), case.weights[index], 1e-5)


def test_flair_tagger_of_spans_weighs_every_tag() -> None:
    """Tags such as B-PER have the weight of PER, "O" has 1."""
    case = case_named("spans")
    weights = dict(zip(case.names, case.weights, strict=True))
    labels = dictionary(case.names)
    labels.span_labels = True
    for tag_format in ("BIOES", "BIO"):
        tagger = SequenceTagger(
            embeddings(),
            labels,
            "ner",
            use_crf=False,
            use_rnn=False,
            tag_format=tag_format,
            loss_weights=case.load("flair").LOSS_WEIGHTS,
        )
        tags = tagger.label_dictionary.get_items()
        assert len(tags) == 1 + len(case.names) * (len(tag_format) - 1)
        close(tagger.loss_weights, [weights.get(tag[2:], 1) for tag in tags])
        assert isinstance(tagger.loss_function, torch.nn.CrossEntropyLoss)
        close(tagger.loss_function.weight, tagger.loss_weights)


def test_flair_tagger_of_tokens_weighs_labels() -> None:
    """Labels of tokens are tags as they are."""
    case = case_named("cifar10-lt")
    tagger = SequenceTagger(
        embeddings(),
        dictionary(case.names),
        "pos",
        use_crf=False,
        use_rnn=False,
        loss_weights=case.load("flair").LOSS_WEIGHTS,
    )
    tags = tagger.label_dictionary.get_items()
    weights = dict(zip(case.names, case.weights, strict=True))
    close(tagger.loss_weights, [weights.get(tag, 1) for tag in tags])
    sentence = Sentence("a b")
    for token in sentence:
        token.add_label("pos", "truck")
    assert torch.isfinite(tagger.forward_loss([sentence])[0])


def expected_repeats(case: Case) -> list[int]:
    """Weights against the smallest one, rounded half up; an empty class has 1."""
    present = case.counts > 0
    ratios = np.where(present, case.weights / case.weights[present].min(), 1)
    return np.maximum(1, np.floor(ratios + 0.5)).astype(int).tolist()


@each_case("spacy")
def test_spacy_examples_repeat_by_label(case: Case) -> None:
    """As often as the label's weight says."""
    module = case.load("spacy")
    assert list(module.REPEATS) == case.names
    repeats = expected_repeats(case)
    assert list(module.REPEATS.values()) == repeats
    out = list(module.balanced(range(len(case.names)), lambda index: case.names[index]))
    assert np.bincount(out).tolist() == repeats


@pytest.mark.parametrize("name", ["cifar10-lt", "spans"])
def test_spacy_trains_on_repeated_examples(name: str) -> None:
    """A text categorizer updates on them."""
    case = case_named(name)
    nlp = spacy.blank("en")
    categorizer = nlp.add_pipe("textcat")
    for label in case.names:
        categorizer.add_label(label)
    examples = [
        Example.from_dict(nlp.make_doc(f"text of {label}"), {"cats": {label: 1.0}})
        for label in case.names
    ]
    nlp.initialize(lambda: examples)

    def label_of(example: Example) -> str:
        return max(example.reference.cats, key=example.reference.cats.__getitem__)

    balanced = list(case.load("spacy").balanced(examples, label_of))
    assert len(balanced) == sum(expected_repeats(case))
    losses = nlp.update(balanced)
    assert np.isfinite(losses["textcat"])
