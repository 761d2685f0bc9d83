"""The form and the words that the tests of reports speak about."""

import pytest

from plan.form import Form
from plan.phrasebook import Phrasebook, product_phrases
from tests.reports.support import shipped_form


@pytest.fixture(scope="session")
def form() -> Form:
    return shipped_form()


@pytest.fixture(scope="session")
def book() -> Phrasebook:
    return product_phrases()
