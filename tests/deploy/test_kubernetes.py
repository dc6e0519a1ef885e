"""The manifests are ones that Kubernetes takes, and fit each other, the image and the service."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from service.cli.serving import GRACE_SECONDS
from service.config import config_from
from service.readiness import ANSWER_SECONDS

DEPLOY = Path(__file__).parents[2] / "deploy"
FOLDER = DEPLOY / "kubernetes"
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text(encoding="utf-8"))
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
VERSIONS = ("1.30", kubernetes_validate.latest_version())
NAME = "app.kubernetes.io/name"


def manifests() -> Iterator[dict[str, Any]]:
    for name in KUSTOMIZATION["resources"]:
        yield from yaml.safe_load_all((FOLDER / name).read_text(encoding="utf-8"))


KINDS = {each["kind"]: each for each in manifests()}
PODS = {kind: KINDS[kind]["spec"]["template"] for kind in ("Deployment", "Job")}
SERVING = PODS["Deployment"]["spec"]["containers"][0]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_it_is_what_kubernetes_takes(kind: str, version: str) -> None:
    kubernetes_validate.validate(KINDS[kind], version, strict=True)


def test_every_file_is_applied() -> None:
    there = {each.name for each in FOLDER.iterdir()} - {"kustomization.yaml"}
    assert there == set(KUSTOMIZATION["resources"])
    assert len(KINDS) == len(list(manifests()))


@pytest.mark.parametrize("kind", PODS)
def test_a_pod_may_do_nothing_but_its_work(kind: str) -> None:
    pod = PODS[kind]["spec"]
    (user,) = re.findall(r"^USER (\d+):\d+$", CONTAINERFILE, re.MULTILINE)
    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["securityContext"]["runAsUser"] == int(user)
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"].keys() == {"requests", "limits"}
        assert container["image"] == KUSTOMIZATION["images"][0]["name"]
        assert {"configMapRef", "secretRef"} == {
            key for each in container["envFrom"] for key in each
        }


def test_whatever_selects_pods_selects_ours() -> None:
    serving, migrating = (PODS[kind]["metadata"]["labels"] for kind in ("Deployment", "Job"))
    assert KINDS["Deployment"]["spec"]["selector"]["matchLabels"] == serving
    assert KINDS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == serving
    assert KINDS["Service"]["spec"]["selector"] == serving
    (policy,) = KINDS["NetworkPolicy"]["spec"]["podSelector"]["matchExpressions"]
    assert set(policy["values"]) == {serving[NAME], migrating[NAME]}
    assert serving != migrating  # or the service would send requests to the migration


def test_the_port_has_one_name_from_the_image_to_the_policy() -> None:
    (port,) = SERVING["ports"]
    assert f"TESTIGO_BIND=0.0.0.0:{port['containerPort']}" in CONTAINERFILE
    probes = [SERVING[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness", "readiness")]
    assert [each["path"] for each in probes] == ["/healthz", "/healthz", "/readyz"]
    assert {each["port"] for each in probes} == {port["name"]}
    assert KINDS["Service"]["spec"]["ports"][0]["targetPort"] == port["name"]
    (inwards,) = KINDS["NetworkPolicy"]["spec"]["ingress"]
    assert inwards["ports"] == [{"port": port["name"]}]


def test_a_pod_has_the_time_that_it_gives_itself() -> None:
    (*_, seconds) = SERVING["lifecycle"]["preStop"]["exec"]["command"]
    pod = PODS["Deployment"]["spec"]
    assert pod["terminationGracePeriodSeconds"] > GRACE_SECONDS + int(seconds)
    assert SERVING["readinessProbe"]["timeoutSeconds"] > ANSWER_SECONDS


def test_a_disruption_leaves_somebody_who_answers() -> None:
    spec = KINDS["PodDisruptionBudget"]["spec"]
    assert KINDS["Deployment"]["spec"]["replicas"] > spec["maxUnavailable"] > 0


def test_its_settings_are_settings_of_the_service() -> None:
    config = config_from(KINDS["ConfigMap"]["data"])
    assert config.database.startswith("postgresql://")
    assert config.proxies == 1
