package dev.mooring.debug.snapshot;

import dev.mooring.document.Document;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is known of a kept snapshot.
///
/// @param name which the user calls it by, and its directory: "hello-20261126-165704"
/// @param container of which the program ran
/// @param resident bytes of memory that the program had
/// @param forecast the longest time that it was to stand still
/// @param stood how long it did, from the order to stop until it ran again; zero where it stood at
/// a breakpoint anyway
/// @param bytes that the snapshot takes on this computer; empty memory in the core takes none
/// @param goroutines of the program
/// @param recorded those of them whose stack and variables were read
public record Snapshot(
    String name,
    String context,
    String namespace,
    String pod,
    String container,
    Instant taken,
    long resident,
    Duration forecast,
    Duration stood,
    long bytes,
    long goroutines,
    int recorded) {

  Document write() {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("context", context);
    about.put("namespace", namespace);
    about.put("pod", pod);
    about.put("container", container);
    about.put("taken", taken.toString());
    about.put("residentBytes", resident);
    about.put("forecastMillis", forecast.toMillis());
    about.put("stoodMillis", stood.toMillis());
    about.put("bytes", bytes);
    about.put("goroutines", goroutines);
    about.put("recorded", recorded);
    return Document.of(about);
  }

  static Snapshot read(String name, Document about) {
    return new Snapshot(
        name,
        about.at("context").textOrEmpty(),
        about.at("namespace").textOrEmpty(),
        about.at("pod").textOrEmpty(),
        about.at("container").textOrEmpty(),
        instant(about.at("taken").textOrEmpty()),
        number(about, "residentBytes"),
        Duration.ofMillis(number(about, "forecastMillis")),
        Duration.ofMillis(number(about, "stoodMillis")),
        number(about, "bytes"),
        number(about, "goroutines"),
        Math.toIntExact(Math.clamp(number(about, "recorded"), 0, Integer.MAX_VALUE)));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  private static long number(Document about, String key) {
    return about.at(key).integer().orElse(0L);
  }
}
