package dev.mooring.stack;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The files of `manifests/`, as kustomize would read them: `resources` of a `kustomization.yaml`,
/// folders followed. They use nothing else of kustomize.
final class Manifests {
  private static final String ROOT = "/dev/mooring/stack/manifests/";

  private Manifests() {}

  static List<KubeObject> overlay(String name) {
    List<KubeObject> objects = new ArrayList<>();
    folder("overlays/" + name + "/", objects);
    return List.copyOf(objects);
  }

  private static void folder(String folder, List<KubeObject> objects) {
    Document kustomization = documents(folder + "kustomization.yaml").getFirst();
    for (String resource : kustomization.at("resources").texts()) {
      String path = URI.create(folder).resolve(resource).normalize().getPath();
      if (path.endsWith(".yaml")) {
        documents(path).forEach(each -> objects.add(new KubeObject(each)));
      } else {
        folder(path.endsWith("/") ? path : path + "/", objects);
      }
    }
  }

  private static List<Document> documents(String path) {
    try (InputStream file = Manifests.class.getResourceAsStream(ROOT + path)) {
      if (file == null) {
        throw new IllegalStateException("manifests/" + path + " was not packaged");
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return Documents.yaml(text, "manifests/" + path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
