package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `mooring builder allow`, `list` and `remove`.
class BuilderCommandTest {
  @TempDir Path home;
  private PracticeCluster cluster;
  private FabricKubeconfig kubeconfig;
  private Terminal terminal;

  @BeforeEach
  void install() throws IOException {
    cluster = PracticeCluster.start();
    kubeconfig = new FabricKubeconfig(List.of(cluster.writeKubeconfig(home)));
    terminal = new Terminal(kubeconfig, home);
    done("install", "--no-verify");
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  private Terminal.Ended done(String... words) {
    Terminal.Ended ended = terminal.run(words);
    assertEquals(0, ended.code(), ended.err());
    return ended;
  }

  private void apply(String yaml) throws Exception {
    try (Cluster direct = kubeconfig.connect("practice")) {
      for (Document each : Documents.yaml(yaml, "test")) {
        direct.apply(new KubeObject(each));
      }
    }
  }

  @Test
  void whoIsAllowedIsListedWithTheRuleUntilRemoved() throws Exception {
    Terminal.Ended nowhere = terminal.run("builder", "allow", "build/x", "--repositories", "app");
    assertTrue(nowhere.err().contains("kubectl create namespace build"), nowhere.err());
    apply("{apiVersion: v1, kind: Namespace, metadata: {name: build}}");
    Terminal.Ended allowed =
        done("builder", "allow", "build/kaniko", "--repositories", "app/*,tools");
    assertTrue(
        allowed.err().contains("Pods of build/kaniko can push to app/*, tools at localhost:5000."),
        allowed.err());
    assertTrue(allowed.err().contains("mooring.dev/builder=true"), allowed.err());
    assertTrue(allowed.err().contains("Namespace build"), allowed.err());
    Document listed =
        Documents.json(done("builder", "list", "-o", "json").out(), "list").items().getFirst();
    assertEquals("build", listed.at("namespace").textOrEmpty());
    assertEquals(List.of("app/*", "tools"), listed.at("repositories").texts());
    assertEquals(
        "AuthorizationPolicy kube-registry/builder.build.kaniko", listed.at("rule").textOrEmpty());
    String table = done("builder", "list").out();
    assertTrue(table.contains("builder.build.kaniko"), table);
    assertEquals(
        "build/kaniko can no longer push", done("builder", "remove", "build/kaniko").out().strip());
    assertTrue(done("builder", "list").out().startsWith("No builder can push yet."));
    assertEquals(1, terminal.run("builder", "remove", "build/kaniko").code());
  }

  @Test
  void whatAnotherToolKeepsIsPrintedForIt() throws Exception {
    apply(
        """
              {apiVersion: v1, kind: Namespace, metadata: {name: build}}
              ---
              apiVersion: networking.istio.io/v1
              kind: Sidecar
              metadata:
                name: default
                namespace: build
                labels: {kustomize.toolkit.fluxcd.io/name: apps}
              spec: {egress: [{hosts: ["./*"]}]}
              """);
    Terminal.Ended allowed = done("builder", "allow", "build/kaniko", "--repositories", "app/*");
    assertTrue(allowed.err().contains("Sidecar build/default is managed by Flux"), allowed.err());
    Document printed = Documents.yaml(allowed.out(), "addition").getFirst();
    assertEquals(2, printed.at("spec", "egress").items().size());
    String table = done("builder", "list", "-o", "wide").out();
    assertTrue(table.contains("the listener isn't in Sidecar build/default"), table);
  }

  @Test
  void configurationFitsTheBuildersThatAreAllowed() throws Exception {
    Terminal.Ended early = done("config", "kaniko", "--repository", "app/web");
    assertTrue(early.err().contains("mooring builder allow build/builder"), early.err());
    apply("{apiVersion: v1, kind: Namespace, metadata: {name: jobs}}");
    done("builder", "allow", "jobs/kaniko", "--repositories", "app/*");
    Terminal.Ended fits = done("config", "kaniko", "--repository", "app/web");
    assertEquals("", fits.err());
    Document job = Documents.yaml(fits.out(), "job").getFirst();
    assertEquals("jobs", job.at("metadata", "namespace").textOrEmpty());
    Path file = home.resolve("skaffold.yaml");
    done("config", "skaffold", "--output-file", file.toString());
    assertTrue(Files.readString(file).contains("image: localhost:5000/app/web"));
    assertEquals(1, terminal.run("config", "skaffold", "--output-file", file.toString()).code());
    Document json = Documents.json(done("config", "docker", "-o", "json").out(), "config");
    assertTrue(json.at("text").textOrEmpty().startsWith("#!/bin/sh"));
    assertEquals(2, terminal.run("config", "make").code());
  }

  @Test
  void anAccountWithoutANamespaceIsRefused() {
    Terminal.Ended refused = terminal.run("builder", "allow", "kaniko", "--repositories", "app/*");
    assertEquals(1, refused.code());
    assertEquals(2, terminal.run("builder", "allow", "build/kaniko").code());
  }
}
