package dev.mooring.stack.config;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Upstream;
import dev.mooring.stack.render.DoorBuilder;
import dev.mooring.stack.render.EgressProxy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Writes what a tool reads.
public final class Configuration {
  /// The maintained successor of the archived project.
  private static final String KANIKO = "ghcr.io/osscontainertools/kaniko:v1.28.3";

  private static final String BUILDKIT = "docker.io/moby/buildkit:v0.32.2-rootless";
  private static final String JIB = "3.5.2";
  private static final String JIB_GRADLE = "3.5.4";

  private static final Pattern MARK =
      Pattern.compile(
          "@("
              + Arrays.stream(Protection.values())
                  .map(Protection::word)
                  .collect(Collectors.joining("|"))
              + ")@");

  /// Marks lines for registries with an egress proxy.
  private static final String EGRESS = "@egress@";

  private Configuration() {}

  /// The whole file, commented.
  ///
  /// @throws dev.mooring.problem.MooringException for a tool in the cluster where pods reach the
  /// registry by no address of their own
  public static String of(BuildTool tool, BuildSetup setup) {
    if (tool.inCluster() && setup.registry().protection() == Protection.PLAIN) {
      throw new Problem(
              Code.WRITER_NOT_ALLOWED,
              Messages.of("cannot-configure", tool.title()),
              Messages.of("a-plain-registry-has-no-builders"),
              new Remedy.Command(
                  Messages.of("install-it-with-identities"), "mooring install --protection tokens"))
          .raise();
    }
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
    values.put(
        "SERVER",
        setup
            .registry()
            .additions()
            .upstream()
            .map(Upstream::toString)
            .orElse("http://" + setup.address()));
    values.put(
        "HOST",
        setup.registry().additions().upstream().map(Upstream::name).orElse(setup.address()));
    values.put("PROXY", EgressProxy.address(setup.registry()));
    values.put("NOPROXY", "localhost,127.0.0.1,.svc,." + setup.registry().domain());
    values.put("KANIKO", setup.registry().pulled(KANIKO));
    values.put("BUILDKIT", setup.registry().pulled(BUILDKIT));
    values.put("JIB", JIB);
    values.put("JIBGRADLE", JIB_GRADLE);
    String text = fitting(template(tool), setup.registry());
    for (Map.Entry<String, String> each : values.entrySet()) {
      text = text.replace("@" + each.getKey() + "@", each.getValue());
    }
    return text;
  }

  /// Lines of a template that begin with a protection's mark are for registries with it; a line
  /// that
  /// is a list's placeholder becomes the list.
  private static String fitting(String template, StackOptions registry) {
    StringBuilder text = new StringBuilder();
    for (String line : template.lines().toList()) {
      if (line.startsWith(EGRESS) && !registry.hasEgress()) {
        continue;
      }
      String plain = line.startsWith(EGRESS) ? line.substring(EGRESS.length()) : line;
      Matcher marked = MARK.matcher(plain);
      String kept = plain;
      if (marked.lookingAt()) {
        if (!marked.group(1).equals(registry.protection().word())) {
          continue;
        }
        kept = plain.substring(marked.end());
      }
      String indent = kept.substring(0, kept.length() - kept.stripLeading().length());
      switch (kept.strip()) {
        case "@CONTAINER@" -> list(text, indent, List.of(new DoorBuilder(registry).container()));
        case "@SIDECAR@" ->
            list(text, indent, List.of(forTekton(new DoorBuilder(registry).container())));
        case "@VOLUMES@" -> list(text, indent, new DoorBuilder(registry).volumes());
        default -> text.append(kept).append('\n');
      }
    }
    return text.toString();
  }

  /// Tekton starts and ends sidecars itself, and calls what they use otherwise.
  private static Document forTekton(Document container) {
    return container
        .without("restartPolicy")
        .without("resources")
        .with(container.at("resources"), "computeResources");
  }

  private static void list(StringBuilder text, String indent, List<Document> items) {
    for (Document each : items) {
      String start = "- ";
      for (String line : Documents.yaml(each).lines().toList()) {
        text.append(indent).append(start).append(line).append('\n');
        start = "  ";
      }
    }
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
