package dev.mooring.cluster.fabric8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A kubeconfig with one context for one cluster and one user, each given as YAML.
final class TestKubeconfig {
  private TestKubeconfig() {}

  /// @param place the file, or the folder to put one named "config" into
  static Path write(Path place, String cluster, String user) throws IOException {
    return Files.writeString(
        Files.isDirectory(place) ? place.resolve("config") : place,
        "apiVersion: v1\nkind: Config\ncurrent-context: test\n"
            + "contexts:\n- name: test\n  context: {cluster: c, user: u}\n"
            + "clusters:\n- name: c\n  cluster: "
            + flow(cluster)
            + "\nusers:\n- name: u\n  user: "
            + flow(user)
            + "\n");
  }

  private static String flow(String yaml) {
    return yaml.startsWith("{") ? yaml : "{" + yaml.replaceFirst(": ([^'].*)$", ": '$1'") + "}";
  }
}
