package dev.mooring.practice.registry;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Store;
import dev.mooring.practice.http.Gate;
import dev.mooring.practice.http.Handler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The registry container of a pod: its configuration read from the pod's own objects.
///
/// @param socket `unix:///path`, or `127.0.0.1:port`
/// @param port its TCP port; 0 for none
/// @param stop ends what it does by itself
public record RegistryProcess(Handler handler, String socket, int port, Runnable stop) {

  public static Optional<Document> container(Document pod) {
    return pod.at("spec", "containers").stream()
        .filter(
            each -> {
              String image = each.at("image").textOrEmpty().split("@", 2)[0];
              String last = image.substring(image.lastIndexOf('/') + 1).split(":", 2)[0];
              return last.equals("registry") || last.equals("distribution");
            })
        .findFirst();
  }

  /// @param volumes where claims and the rest keep their files
  /// @param collections where collectors wait before they delete anything
  /// @param log of the container
  static RegistryProcess of(
      Store store,
      Document pod,
      Document container,
      Path volumes,
      AtomicBoolean nonsense,
      Gate collections,
      Consumer<String> log)
      throws IOException {
    Map<String, String> environment =
        container.at("env").stream()
            .collect(
                Collectors.toMap(
                    each -> each.at("name").textOrEmpty(),
                    each -> each.at("value").textOrEmpty(),
                    (first, _) -> first));
    Document config = config(store, pod, container);
    String net = setting(environment, config, "tcp", "http", "net");
    String address = setting(environment, config, ":5000", "http", "addr");
    boolean relative = setting(environment, config, "false", "http", "relativeurls").equals("true");
    boolean deletes =
        setting(environment, config, "false", "storage", "delete", "enabled").equals("true");
    Path directory = directory(store, pod, container, volumes);
    Handler handler = new OciRegistry(directory, new RegistrySettings(relative, deletes, nonsense));
    Runnable stop = () -> {};
    Document request = mountedData(store, pod, container, "id");
    String id = request.at("id").textOrEmpty();
    if (!id.isEmpty() && !Collecting.isSeen(directory, id)) {
      boolean untagged = request.at("untagged").textOrEmpty().equals("true");
      Collecting collecting = new Collecting(handler, directory, id, untagged, collections, log);
      handler = collecting;
      stop = collecting::stop;
    }
    if (net.equals("unix")) {
      return new RegistryProcess(handler, "unix://" + address, 0, stop);
    }
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    return new RegistryProcess(handler, "127.0.0.1:" + port, port, stop);
  }

  private static String setting(
      Map<String, String> environment, Document config, String otherwise, String... path) {
    String variable =
        "REGISTRY_" + String.join("_", List.of(path)).toUpperCase(java.util.Locale.ROOT);
    String text = environment.getOrDefault(variable, config.at(path).textOrEmpty());
    return text.isEmpty() ? otherwise : text;
  }

  /// The `config.yml` that a mounted ConfigMap holds.
  private static Document config(Store store, Document pod, Document container) {
    String text = mountedData(store, pod, container, "config.yml").at("config.yml").textOrEmpty();
    return text.isEmpty() ? Document.nothing() : Documents.yaml(text, "config.yml").getFirst();
  }

  /// The data of the mounted ConfigMap that has such a file.
  private static Document mountedData(Store store, Document pod, Document container, String file) {
    return mounted(pod, container)
        .map(each -> each.at("configMap", "name").textOrEmpty())
        .flatMap(each -> store.get(Resources.CONFIG_MAP, Meta.namespace(pod), each).stream())
        .map(each -> each.at("data"))
        .filter(each -> !each.at(file).textOrEmpty().isEmpty())
        .findFirst()
        .orElse(Document.nothing());
  }

  /// Of the mounted claim, or the pod's own.
  private static Path directory(Store store, Document pod, Document container, Path volumes) {
    return mounted(pod, container)
        .map(each -> each.at("persistentVolumeClaim", "claimName").textOrEmpty())
        .flatMap(each -> store.get(Resources.CLAIM, Meta.namespace(pod), each).stream())
        .findFirst()
        .map(each -> volumes.resolve(Meta.uid(each)))
        .orElse(volumes.resolve(Meta.uid(pod)));
  }

  private static Stream<Document> mounted(Document pod, Document container) {
    return container.at("volumeMounts").stream()
        .flatMap(
            mount ->
                pod.at("spec", "volumes").stream()
                    .filter(each -> each.at("name").equals(mount.at("name"))));
  }
}
