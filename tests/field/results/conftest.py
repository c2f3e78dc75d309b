"""The form engine and the results in a real browser, without the screens around them."""

import os
import subprocess

import pytest
from tests.field.phone.conftest import FIELD, serving, until


@pytest.fixture(scope="session")
def results_folder(tmp_path_factory):
    assert (FIELD / "node_modules").exists(), "install the app's packages first: npm ci in field/"
    to = tmp_path_factory.mktemp("results")
    command = ["npx", "vite", "build", "--config", "harness/results/vite.config.ts", "--logLevel", "error"]
    told = {**os.environ, "HARNESS_TO": str(to)}
    subprocess.run(command, cwd=FIELD, env=told, check=True, capture_output=True, timeout=120)
    return to


@pytest.fixture(scope="module")
def page(browser, results_folder):
    complaints = []
    with serving(results_folder) as site:
        page = browser.new_page(viewport={"width": 360, "height": 640})
        page.on("pageerror", lambda problem: complaints.append(str(problem)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(site.app)
        until(page, "window.results !== undefined")
        yield page
        page.close()
    assert complaints == []
