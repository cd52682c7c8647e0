package dev.mooring.debug.running;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Documents;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RunningDelveTest {

  @Test
  void aHeadlessDelveIsReadFromTheCommand() {
    assertEquals(
        Optional.of(new RunningDelve(56268, true)),
        of(
            "",
            "command: [/dbg/go/bin/dlv, exec, --headless, --continue, --accept-multiclient,"
                + " '--listen=:56268', --api-version=2, /app, --, --listen=:8080]"));
    assertEquals(
        Optional.of(new RunningDelve(2345, false)),
        of("", "command: [dlv], args: [exec, /app, --headless, --listen, '127.0.0.1:2345']"));
    assertEquals(
        Optional.of(new RunningDelve(40000, false)),
        of("", "command: [sh, -c, 'exec dlv debug --headless=true -l [::]:40000 ./cmd']"));
  }

  @Test
  void skaffoldsAnnotationIsReadWhereTheImageBringsTheCommand() {
    String annotation =
        "annotations: {debug.cloud.google.com/config:"
            + " '{\"app\":{\"runtime\":\"go\",\"ports\":{\"dlv\":56268}}}'}";
    assertEquals(Optional.of(new RunningDelve(56268, true)), of(annotation, ""));
    assertEquals(Optional.empty(), of(annotation.replace("app", "other"), ""));
    assertEquals(
        Optional.empty(), of("annotations: {debug.cloud.google.com/config: 'not json'}", ""));
  }

  @Test
  void programsWithTheSameOptionsAreNotDelve() {
    for (String each :
        List.of(
            "command: [/app, --headless, '--listen=:8080']",
            "command: [/app, --, dlv]",
            "command: [dlv, exec, /app, --, --headless, '--listen=:8080']",
            "command: [dlv, exec, /app, '--listen=:8080']",
            "command: [dlv, exec, --headless, '--listen=:0', /app]",
            "command: [dlv, exec, --headless, '--listen=:99999', /app]",
            "command: [dlv, exec, --headless, '--listen=unix:/tmp/dlv', /app]",
            "command: [dlv, exec, --headless, --listen]")) {
      assertEquals(Optional.empty(), of("", each), each);
    }
  }

  private static Optional<RunningDelve> of(String metadata, String container) {
    TargetContainer target =
        new TargetContainer(
            new KubeObject(
                Documents.yaml(
                        """
                        metadata: {name: hello, namespace: shop, %s}
                        spec: {containers: [{name: app, %s}]}
                        """
                            .formatted(metadata, container),
                        "the test")
                    .getFirst()),
            "app");
    return RunningDelve.of(target, Launch.of(target.spec()));
  }
}
