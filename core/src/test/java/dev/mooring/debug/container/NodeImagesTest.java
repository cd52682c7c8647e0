package dev.mooring.debug.container;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeImagesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker.io/library/registry:3.1.2",
        "busybox",
        "registry.example:5000/mirror/alpine:3@sha256:aa",
        "rancher/mirrored-library-busybox:1.37",
        "docker.io/istio/proxyv2:1.31.0",
        "debian:13-slim"
      })
  void haveAShell(String image) {
    assertTrue(NodeImages.hasShell(image));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker.io/istio/proxyv2:1.31.0-distroless",
        "docker.io/envoyproxy/envoy:distroless-v1.40.0",
        "registry.k8s.io/pause:3.10",
        "registry.k8s.io/coredns/coredns:v1.12.0",
        "registry.example/registry/app:1",
        "lab.test/hello-noopt:1",
        "sha256:0123",
        "mcr.microsoft.com/windows/golang:nanoserver",
        ""
      })
  void areNotTakenToHaveOne(String image) {
    assertFalse(NodeImages.hasShell(image));
  }
}
