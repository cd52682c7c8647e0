package dev.mooring.cluster.fabric8;

import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A kubeconfig is read, or refused by a problem: at once, or when a context of it is opened.
public final class KubeconfigFuzz implements FuzzTarget {
  private final Path file;

  public KubeconfigFuzz() throws IOException {
    file = Files.createTempFile("kubeconfig", "");
    file.toFile().deleteOnExit();
  }

  @Override
  public void feed(byte[] input) throws Exception {
    Files.write(file, input);
    try {
      KubeconfigEntries entries = KubeconfigEntries.load(List.of(file));
      entries.list();
      for (KubeconfigEntries.Entry each : entries.users().values()) {
        each.path("client-certificate");
        each.path("tokenFile");
      }
      for (KubeconfigEntries.Entry each : entries.clusters().values()) {
        each.path("certificate-authority");
      }
    } catch (MooringException e) {
      // It cannot be read.
    }
  }

  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts(
        """
        apiVersion: v1
        kind: Config
        current-context: c
        contexts:
        - {name: c, context: {cluster: k, user: u, namespace: dev}}
        clusters:
        - name: k
          cluster: {server: "https://a:6443", certificate-authority: ca.crt}
        users:
        - name: u
          user:
            client-certificate: "../a.crt"
            tokenFile: /t
            exec: {command: x, args: [a], env: [{name: A, value: b}]}
        """,
        "users: [{name: u, user: {tokenFile: \"a\\0b\"}}]\n");
  }
}
