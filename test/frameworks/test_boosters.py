"""scikit-learn, XGBoost, LightGBM, CatBoost: class weights fit like the same weights on rows."""

from __future__ import annotations

from pathlib import Path

import catboost
import lightgbm
import numpy as np
import xgboost
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.utils.class_weight import compute_class_weight, compute_sample_weight

from exports import Case, each_case
from numerics import close

ROWS = 240


def table(case: Case) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, class indices, and labels as a data frame would hold them."""
    classes = case.drawn(max(ROWS, 2 * len(case.names)))
    features = np.random.default_rng(3).normal(size=(len(classes), 3))
    features[:, 0] += classes % 5
    kind = np.int64 if isinstance(case.labels[0], int) else object
    return features, classes, np.array(case.labels, dtype=kind)[classes]


def check_values(case: Case, weights: dict[object, float], without: object = None) -> None:
    """Labels of classes with samples, in order, and their weights."""
    present = [at for at in np.flatnonzero(case.counts) if case.labels[at] != without]
    assert list(weights) == [case.labels[index] for index in present]
    close(list(weights.values()), case.weights[present])


@each_case("scikit-learn")
def test_scikit_learn_takes_the_dict(case: Case) -> None:
    """The same coefficients as with the weights on rows."""
    class_weight = case.load("scikit-learn").CLASS_WEIGHT
    check_values(case, class_weight)
    x, classes, y = table(case)
    labels = np.unique(y)
    computed = compute_class_weight(class_weight, classes=labels, y=y)
    close(computed, [case.weights[case.labels.index(label)] for label in labels])
    close(compute_sample_weight(class_weight, y), case.weights[classes])
    if len(case.names) > 100:
        RandomForestClassifier(n_estimators=1, max_depth=3, class_weight=class_weight).fit(x, y)
        return
    by_class = LogisticRegression(class_weight=class_weight).fit(x, y)
    by_row = LogisticRegression().fit(x, y, sample_weight=case.weights[classes])
    np.testing.assert_allclose(by_class.coef_, by_row.coef_, rtol=1e-6, atol=1e-9)
    RandomForestClassifier(n_estimators=2, class_weight=class_weight).fit(x, y)


@each_case("xgboost")
def test_xgboost_takes_row_weights(case: Case) -> None:
    """DMatrix holds them; fit takes them; two classes have the ratio, too."""
    module = case.load("xgboost")
    assert case.names == module.CLASS_NAMES
    close(module.CLASS_WEIGHTS, case.weights)
    x, classes, _ = table(case)
    weights = module.sample_weight(classes)
    assert weights.dtype == np.float32
    close(weights, case.weights[classes])
    matrix = xgboost.DMatrix(x, label=classes, weight=weights)
    close(matrix.get_weight(), case.weights[classes])
    how = {
        "objective": "multi:softprob",
        "num_class": len(case.names),
        "max_depth": 2,
        "nthread": 1,
    }
    xgboost.train(how, matrix, num_boost_round=1)
    if not (case.counts == 0).any():
        model = xgboost.XGBClassifier(n_estimators=1, max_depth=2, n_jobs=1)
        model.fit(x, classes, sample_weight=weights)


@each_case("xgboost")
def test_xgboost_ratio_of_two_classes(case: Case) -> None:
    """scale_pos_weight grows the same trees as row weights in that ratio."""
    module = case.load("xgboost")
    if len(case.names) != 2:
        assert not hasattr(module, "SCALE_POS_WEIGHT")
        return
    ratio = case.weights[1] / case.weights[0]
    close(module.SCALE_POS_WEIGHT, ratio)
    x, y, _ = table(case)
    how = {"n_estimators": 3, "max_depth": 2, "n_jobs": 1, "base_score": 0.5}
    by_ratio = xgboost.XGBClassifier(scale_pos_weight=module.SCALE_POS_WEIGHT, **how).fit(x, y)
    rows = np.where(y == 1, ratio, 1)
    by_row = xgboost.XGBClassifier(**how).fit(x, y, sample_weight=rows)
    close(by_ratio.predict_proba(x), by_row.predict_proba(x), 1e-5)


@each_case("lightgbm")
def test_lightgbm_takes_the_dict_and_row_weights(case: Case) -> None:
    """The same predictions as with the weights on rows; lgb.Dataset holds them."""
    module = case.load("lightgbm")
    check_values(case, module.CLASS_WEIGHT)
    x, classes, y = table(case)
    close(module.row_weights(y), case.weights[classes])
    data = lightgbm.Dataset(x, classes, weight=module.row_weights(y), params={"verbose": -1})
    close(data.construct().get_weight(), case.weights[classes])
    if len(case.names) > 100:
        return
    how = {"n_estimators": 2, "num_leaves": 4, "min_child_samples": 2, "verbose": -1, "n_jobs": 1}
    by_class = lightgbm.LGBMClassifier(class_weight=module.CLASS_WEIGHT, **how).fit(x, y)
    by_row = lightgbm.LGBMClassifier(**how).fit(x, y, sample_weight=case.weights[classes])
    close(by_class.predict_proba(x), by_row.predict_proba(x))


@each_case("lightgbm")
def test_lightgbm_reads_the_side_file(case: Case, tmp_path: Path) -> None:
    """train.csv.weight, read by LightGBM itself with train.csv."""
    x, classes, y = table(case)
    file = tmp_path / "train.csv"
    np.savetxt(file, np.column_stack([classes, x]), delimiter=",")
    case.load("lightgbm").write_weight_file(y, file)
    data = lightgbm.Dataset(str(file), params={"header": False, "verbose": -1})
    close(data.construct().get_weight(), case.weights[classes])


def catboost_fit(x: np.ndarray, y: np.ndarray, rows: object, **how: object) -> np.ndarray:
    """Predictions of a small model, its classes sorted: a dict of weights sets their order."""
    model = catboost.CatBoostClassifier(
        iterations=2, depth=2, verbose=0, thread_count=1, allow_writing_files=False, **how
    )
    model.fit(catboost.Pool(x, y, weight=rows))
    if "class_weights" in how:
        assert list(model.classes_) == list(how["class_weights"])
    return model.predict_proba(x)[:, np.argsort(model.classes_)]


@each_case("catboost")
def test_catboost_takes_the_dict(case: Case) -> None:
    """The same predictions as with the weights on rows."""
    module = case.load("catboost")
    check_values(case, module.CLASS_WEIGHTS, without="")
    x, classes, y = table(case)
    if len(case.names) > 100:
        catboost.CatBoostClassifier(iterations=1, class_weights=module.CLASS_WEIGHTS)
        return
    named = y.astype(str) != ""  # CatBoost refuses rows whose label is empty
    x, classes, y = x[named], classes[named], y[named]
    by_class = catboost_fit(x, y, None, class_weights=module.CLASS_WEIGHTS)
    by_row = catboost_fit(x, y, case.weights[classes])
    close(by_class, by_row, 1e-5)
