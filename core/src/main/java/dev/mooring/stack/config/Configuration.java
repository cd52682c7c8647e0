package dev.mooring.stack.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Writes what a tool reads.
public final class Configuration {
  /// The maintained successor of the archived project.
  private static final String KANIKO = "ghcr.io/osscontainertools/kaniko:v1.28.3";

  private static final String BUILDKIT = "docker.io/moby/buildkit:v0.32.2-rootless";
  private static final String JIB = "3.5.2";
  private static final String JIB_GRADLE = "3.5.4";

  private Configuration() {}

  /// The whole file, commented.
  public static String of(BuildTool tool, BuildSetup setup) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("ADDRESS", setup.address());
    values.put("IMAGE", setup.image());
    values.put("REPOSITORY", setup.repository());
    values.put("PREFIX", setup.prefix());
    values.put("NAME", setup.name());
    values.put("ACCOUNT", setup.account().toString());
    values.put("NAMESPACE", setup.account().namespace());
    values.put("SERVICEACCOUNT", setup.account().name());
    values.put("PORT", Integer.toString(setup.registry().nodePort()));
    values.put(
        "REGISTRY",
        setup.registry().isDefault() ? "" : " --registry " + setup.registry().registry());
    values.put("REGISTRYNAME", setup.registry().registry());
    values.put("KANIKO", setup.registry().pulled(KANIKO));
    values.put("BUILDKIT", setup.registry().pulled(BUILDKIT));
    values.put("JIB", JIB);
    values.put("JIBGRADLE", JIB_GRADLE);
    String text = template(tool);
    for (Map.Entry<String, String> each : values.entrySet()) {
      text = text.replace("@" + each.getKey() + "@", each.getValue());
    }
    return text;
  }

  private static String template(BuildTool tool) {
    try (InputStream stream =
        Objects.requireNonNull(Configuration.class.getResourceAsStream(tool.file()))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
