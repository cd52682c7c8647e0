package dev.mooring.deploy;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A container in a workload's pod template.
///
/// @param list the template's list that it is in: "containers" or "initContainers"
/// @param name as Kubernetes knows it, in both lists together
public record ContainerPlace(String list, String name) {
  static final String CONTAINERS = "containers";
  static final String INIT = "initContainers";

  /// Whether it runs before the others, or beside them from before they start.
  public boolean isInit() {
    return list.equals(INIT);
  }

  /// All of a workload, the application's first.
  public static List<ContainerPlace> of(KubeObject workload) {
    List<ContainerPlace> all = new ArrayList<>();
    for (String list : List.of(CONTAINERS, INIT)) {
      containers(workload, list)
          .forEach(each -> all.add(new ContainerPlace(list, each.at("name").textOrEmpty())));
    }
    return all;
  }

  private static List<Document> containers(KubeObject workload, String list) {
    return workload.at("spec", "template", "spec", list).items();
  }

  /// Its image; empty where there is no such container.
  public String image(KubeObject workload) {
    return containers(workload, list).stream()
        .filter(each -> each.at("name").textOrEmpty().equals(name))
        .map(each -> each.at("image").textOrEmpty())
        .findFirst()
        .orElse("");
  }

  /// A JSON patch that gives this container another image, and is refused where it has another one
  /// than before, or stands elsewhere by now.
  List<Map<String, Object>> steps(KubeObject workload, String before, String after) {
    List<String> names =
        containers(workload, list).stream().map(each -> each.at("name").textOrEmpty()).toList();
    String path = "/spec/template/spec/" + list + "/" + names.indexOf(name);
    return List.of(
        step("test", path + "/name", name),
        step("test", path + "/image", before),
        step("replace", path + "/image", after));
  }

  private static Map<String, Object> step(String operation, String path, String value) {
    return Map.of("op", operation, "path", path, "value", value);
  }
}
