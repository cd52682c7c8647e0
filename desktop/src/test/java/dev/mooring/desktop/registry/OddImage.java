package dev.mooring.desktop.registry;

import static dev.mooring.desktop.registry.OddRegistry.CONFIG;
import static dev.mooring.desktop.registry.OddRegistry.INDEX;
import static dev.mooring.desktop.registry.OddRegistry.MANIFEST;
import static dev.mooring.desktop.registry.OddRegistry.descriptor;
import static dev.mooring.desktop.registry.OddRegistry.digest;
import static dev.mooring.desktop.registry.OddRegistry.index;
import static dev.mooring.desktop.registry.OddRegistry.json;
import static dev.mooring.desktop.registry.OddRegistry.manifest;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// Everything that a registry was found to hold, or could.
public enum OddImage {
  TAG_OF_NOTHING("no such image", (r, tag) -> r.dangling(tag)),
  MANIFEST_EMPTY("empty", raw("")),
  MANIFEST_BINARY(
      "isn't valid JSON",
      (r, tag) -> r.manifest(tag, MANIFEST, new byte[] {0, 1, 2, (byte) 0xff, 27, '['})),
  MANIFEST_NOT_JSON("isn't valid JSON", raw("<html>\u001b[31mred")),
  MANIFEST_ARRAY("not an object", raw("[1, 2]")),
  MANIFEST_NULL("not an object", raw("null")),
  MANIFEST_TEXT("not an object", raw("\"\\u001b[2J\"")),
  MANIFEST_NUMBER("not an object", raw("1e999")),
  MANIFEST_CUT_OFF("isn't valid JSON", raw("{\"layers\": [{")),
  MANIFEST_DEEP("levels deep", raw("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}")),
  MANIFEST_DEEP_MAPS("levels deep", raw("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000))),
  MANIFEST_OF_50_MB("larger than", raw("{\"a\":\"" + "x".repeat(50_000_000) + "\"}")),
  MANIFEST_OF_MANY_VALUES("values", raw("[" + "[],".repeat(1_300_000) + "0]")),
  MANIFEST_OF_ONE_LONG_TEXT("too long", raw("{\"a\":\"" + "x".repeat(3_000_000) + "\"}")),
  MANIFEST_OF_A_LONG_NUMBER("too long", raw("{\"a\":" + "9".repeat(1_000_000) + "}")),
  MANIFEST_OF_ANOTHER_KIND(
      "media type that Mooring doesn't support",
      (r, tag) ->
          r.manifest(tag, "text/plain", json(Map.of("mediaType", "\u001b[31m\u009b2Jx\u202e")))),
  LAYERS_20_000(
      "20000 layers",
      (r, tag) ->
          r.manifest(
              tag,
              MANIFEST,
              json(
                  manifest(
                      descriptor(CONFIG, new byte[0]),
                      Collections.nCopies(20_000, descriptor("x", digest(new byte[0]), 1)))))),
  LAYERS_NO_LIST("isn't a list", (r, tag) -> layers(r, tag, "many")),
  LAYER_WITHOUT_DIGEST("invalid digest", (r, tag) -> layers(r, tag, List.of(Map.of("size", 1)))),
  LAYER_WITH_AN_EVIL_DIGEST(
      "invalid digest",
      (r, tag) -> layers(r, tag, List.of(descriptor("x", "sha256:\u001b[2J../..", 1)))),
  LAYERS_OF_NULLS("invalid digest", (r, tag) -> layers(r, tag, Collections.singletonList(null))),
  SIZE_NEGATIVE("size", (r, tag) -> sized(r, tag, -1)),
  SIZE_A_TEXT("size", (r, tag) -> sized(r, tag, "12")),
  SIZE_A_FRACTION("size", (r, tag) -> sized(r, tag, 1.5)),
  SIZE_BEYOND_NUMBERS("size", (r, tag) -> sized(r, tag, BigInteger.TEN.pow(30))),
  SIZE_LARGEST("size", (r, tag) -> sized(r, tag, Long.MAX_VALUE)),
  CONFIG_EMPTY("empty", (r, tag) -> r.image(tag, new byte[0])),
  CONFIG_BINARY("isn't valid JSON", (r, tag) -> r.image(tag, new byte[] {0, 27, (byte) 0x9b, 'x'})),
  CONFIG_NOT_JSON("isn't valid JSON", config("{\"os\": \u001b[31m")),
  CONFIG_ARRAY("not an object", config("[]")),
  CONFIG_NULL("not an object", config("null")),
  CONFIG_DEEP("levels deep", config("[".repeat(100_000) + "]".repeat(100_000))),
  CONFIG_OF_MANY_VALUES("values", config("{\"a\":[" + "{},".repeat(1_000_000) + "0]}")),
  CONFIG_THAT_CLAIMS_50_MB("larger than", (r, tag) -> claimed(r, tag, new byte[10], 50_000_000)),
  CONFIG_OF_50_MB("larger than", (r, tag) -> claimed(r, tag, new byte[50_000_000], 100)),
  CONFIG_OF_ANOTHER_SIZE("bytes", (r, tag) -> claimed(r, tag, json(Map.of("os", "linux")), 99)),
  CONFIG_MISSING(
      "isn't in the registry",
      (r, tag) ->
          r.manifest(
              tag,
              MANIFEST,
              json(
                  manifest(descriptor(CONFIG, digest(json(Map.of("gone", tag))), 10), List.of())))),
  CONFIG_WITH_ESCAPE_CODES(
      "os isn't a valid name",
      (r, tag) -> r.image(tag, json(Map.of("os", "\u001b]0;x\u0007lin\u009b2Jux\u202e")))),
  CONFIG_IS_A_LIST(
      "invalid digest",
      (r, tag) -> r.manifest(tag, MANIFEST, json(manifest(List.of(), List.of())))),
  INDEX_NESTED_50_FOLD("nested more than", (r, tag) -> nested(r, tag, 50)),
  INDEX_WITH_A_MISSING_CHILD(
      "isn't in the registry",
      (r, tag) ->
          r.manifest(
              tag,
              INDEX,
              index(List.of(descriptor(MANIFEST, digest(json(Map.of("gone", tag))), 9))))),
  INDEX_WITH_A_BROKEN_CHILD(
      "can't be read",
      (r, tag) -> {
        byte[] child = "[".getBytes(StandardCharsets.UTF_8);
        r.manifest("", MANIFEST, child);
        r.manifest(tag, INDEX, index(List.of(descriptor(MANIFEST, child))));
      }),
  INDEX_OF_5_000(
      "omitted",
      (r, tag) -> {
        List<Object> children = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
          byte[] child = json(Map.of("schemaVersion", 2, "n", i));
          r.manifest("", MANIFEST, child);
          children.add(descriptor(MANIFEST, child));
        }
        r.manifest(tag, INDEX, index(children));
      }),
  INDEX_OF_NUMBERS("invalid digest", (r, tag) -> r.manifest(tag, INDEX, index(List.of(1, 2))));

  private final String reason;

  @SuppressWarnings("ImmutableEnumChecker") // the lambdas hold nothing
  private final BiConsumer<OddRegistry, String> maker;

  OddImage(String reason, BiConsumer<OddRegistry, String> maker) {
    this.reason = reason;
    this.maker = maker;
  }

  /// What the row has to say.
  public String reason() {
    return reason;
  }

  void make(OddRegistry registry, String tag) {
    maker.accept(registry, tag);
  }

  private static BiConsumer<OddRegistry, String> raw(String text) {
    return (registry, tag) ->
        registry.manifest(tag, MANIFEST, text.getBytes(StandardCharsets.UTF_8));
  }

  private static BiConsumer<OddRegistry, String> config(String text) {
    return (registry, tag) -> registry.image(tag, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void layers(OddRegistry registry, String tag, Object layers) {
    byte[] config = json(Map.of("os", "linux"));
    registry.blob(config);
    registry.manifest(tag, MANIFEST, json(manifest(descriptor(CONFIG, config), layers)));
  }

  private static void sized(OddRegistry registry, String tag, Object size) {
    layers(registry, tag, List.of(descriptor("x", digest(new byte[0]), size)));
  }

  private static void claimed(OddRegistry registry, String tag, byte[] config, int size) {
    registry.blob(config);
    registry.manifest(
        tag, MANIFEST, json(manifest(descriptor(CONFIG, digest(config), size), List.of())));
  }

  private static void nested(OddRegistry registry, String tag, int deep) {
    byte[] inner = json(Map.of("schemaVersion", 2, "mediaType", MANIFEST));
    registry.manifest("", MANIFEST, inner);
    for (int i = 0; i < deep; i++) {
      byte[] outer = index(List.of(descriptor(i == 0 ? MANIFEST : INDEX, inner)));
      registry.manifest("", INDEX, outer);
      inner = outer;
    }
    registry.manifest(tag, INDEX, inner);
  }
}
