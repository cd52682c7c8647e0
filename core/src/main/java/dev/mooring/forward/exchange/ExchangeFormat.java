package dev.mooring.forward.exchange;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.Arrays;
import java.util.stream.Collectors;

/// A way in which forwards are written to a file.
public enum ExchangeFormat {
  /// Mooring's own; loses nothing.
  YAML("yaml", "forwards.yaml"),
  KFTRAY("kftray", "kftray.json"),
  KUBE_FORWARDER("kube-forwarder", "kube-forwarder.json"),
  SKAFFOLD("skaffold", "skaffold.yaml"),
  KUBEFWD("kubefwd", "kubefwd.yaml");

  private final String words;
  private final String fileName;

  ExchangeFormat(String words, String fileName) {
    this.words = words;
    this.fileName = fileName;
  }

  /// @throws dev.mooring.problem.MooringException when there is no such format
  public static ExchangeFormat parse(String text) {
    for (ExchangeFormat each : values()) {
      if (each.words.equalsIgnoreCase(text)) {
        return each;
      }
    }
    throw new Problem(
            Code.INVALID_VALUE,
            Messages.of("there-is-no-format", text),
            Messages.of("mooring-does-not-read-or-write"),
            new Remedy.Advice(
                Messages.of(
                    "use-one-of",
                    Arrays.stream(values())
                        .map(ExchangeFormat::words)
                        .collect(Collectors.joining(", ")))))
        .raise();
  }

  /// As [#parse] reads it: the tool's name, or "yaml".
  public String words() {
    return words;
  }

  /// What such a file is usually called.
  public String fileName() {
    return fileName;
  }
}
