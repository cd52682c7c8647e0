package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.tree.BuildStep;
import dev.mooring.registry.tree.ImageDescription;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What an image says of itself, for a terminal and for programs.
record ImageLabels(ImageDescription image) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// A time as every list shows it.
  static String time(Instant instant) {
    return TIME.format(instant);
  }

  /// One line each, with what is said alone.
  ///
  /// @param platforms that there are images for
  List<String> lines(String platforms) {
    List<String[]> rows = new ArrayList<>();
    row(rows, Messages.of("image-platform"), platforms);
    row(
        rows,
        Messages.of("image-size"),
        Messages.count("compressed-in", image.image().layers().size(), Words.size(image.size())));
    row(rows, Messages.of("image-type"), image.artifactType());
    row(
        rows,
        Messages.of("image-created"),
        image.created().map(each -> time(each) + " UTC").orElse(""));
    row(rows, Messages.of("image-author"), image.author());
    row(rows, Messages.of("image-entrypoint"), words(image.entrypoint()));
    row(rows, Messages.of("image-cmd"), words(image.command()));
    row(rows, Messages.of("image-user"), image.user());
    row(rows, Messages.of("image-working-dir"), image.workingDirectory());
    row(rows, Messages.of("image-ports"), String.join(", ", image.ports()));
    row(rows, Messages.of("image-volumes"), String.join(", ", image.volumes()));
    row(rows, Messages.of("image-stop-signal"), image.stopSignal());
    List<String> lines = aligned(rows);
    block(lines, Messages.of("image-environment"), image.environment());
    block(
        lines,
        Messages.of("image-labels"),
        image.labels().entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .toList());
    return lines;
  }

  private static void row(List<String[]> rows, String label, String value) {
    if (!value.isEmpty()) {
      rows.add(new String[] {label, value});
    }
  }

  private static List<String> aligned(List<String[]> rows) {
    int widest = rows.stream().mapToInt(each -> each[0].length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    rows.forEach(each -> lines.add(each[0] + " ".repeat(widest - each[0].length() + 2) + each[1]));
    return lines;
  }

  private static void block(List<String> lines, String label, List<String> values) {
    if (!values.isEmpty()) {
      lines.add(label);
      values.forEach(each -> lines.add("  " + each));
    }
  }

  private static String words(List<String> some) {
    return some.isEmpty()
        ? ""
        : "[" + String.join(", ", some.stream().map(each -> '"' + each + '"').toList()) + "]";
  }

  /// The build as a Dockerfile would say it, each step with the layer that it made.
  List<String> build() {
    int numbers = String.valueOf(image.image().layers().size()).length();
    List<String> lines = new ArrayList<>();
    for (BuildStep step : image.steps()) {
      String before =
          step.layer()
              .map(
                  layer ->
                      String.format(
                          Locale.ROOT,
                          "%" + numbers + "d  %9s",
                          layer + 1,
                          Words.size(layerOf(layer).size())))
              .orElse(" ".repeat(numbers) + "          -");
      String empty = " ".repeat(before.length());
      List<String> said = step.lines();
      lines.add(
          "  " + before + "  " + (said.isEmpty() ? Messages.of("not-said") : said.getFirst()));
      said.stream().skip(1).forEach(each -> lines.add("  " + empty + "  " + each));
    }
    return lines;
  }

  private Descriptor layerOf(int layer) {
    return image.image().layers().get(layer);
  }

  /// The same for programs.
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    put(json, "artifactType", image.artifactType());
    json.put("size", image.size());
    image.created().ifPresent(each -> json.put("created", each.toString()));
    put(json, "author", image.author());
    json.put("entrypoint", image.entrypoint());
    json.put("cmd", image.command());
    json.put("env", image.environment());
    put(json, "user", image.user());
    put(json, "workingDir", image.workingDirectory());
    json.put("exposedPorts", image.ports());
    json.put("volumes", image.volumes());
    put(json, "stopSignal", image.stopSignal());
    json.put("labels", image.labels());
    List<Descriptor> layers = image.image().layers();
    List<Object> listed = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      listed.add(json(layers.get(i), i));
    }
    json.put("layers", listed);
    json.put("history", history());
    json.put("historyMatchesLayers", !image.isHistoryOdd());
    return json;
  }

  /// The steps of the build alone.
  List<Map<String, Object>> history() {
    return image.steps().stream().map(this::json).toList();
  }

  private Map<String, Object> json(BuildStep step) {
    Map<String, Object> json = new LinkedHashMap<>();
    put(json, "created", step.created().map(Instant::toString).orElse(""));
    put(json, "instruction", step.instruction());
    put(json, "createdBy", step.createdBy());
    put(json, "comment", step.comment());
    step.layer().ifPresent(layer -> json.putAll(json(layerOf(layer), layer)));
    return json;
  }

  /// @param layer from 0
  static Map<String, Object> json(Descriptor descriptor, int layer) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("layer", layer + 1);
    json.put("digest", descriptor.digest().text());
    json.put("mediaType", descriptor.mediaType());
    json.put("size", descriptor.size());
    return json;
  }

  /// What made a layer; empty where nothing is said.
  ///
  /// @param layer from 0
  String made(int layer) {
    return image.steps().stream()
        .filter(each -> each.layer().equals(Optional.of(layer)))
        .map(BuildStep::instruction)
        .findFirst()
        .orElse("");
  }

  private static void put(Map<String, Object> json, String key, String value) {
    if (!value.isEmpty()) {
      json.put(key, value);
    }
  }
}
