package dev.mooring.desktop.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/// Watches the FX thread by the JDK's own flight recorder: it must never touch a socket, a file or
/// a process. Classes, style sheets, fonts and icons that come from the class path are no concern.
final class FxThreadWatch implements AutoCloseable {
  private static final List<String> EVENTS =
      List.of(
          "jdk.SocketRead",
          "jdk.SocketWrite",
          "jdk.FileRead",
          "jdk.FileWrite",
          "jdk.FileForce",
          "jdk.ProcessStart");
  private static final List<String> CLASS_PATH =
      List.of(
          "jdk.internal.loader.",
          "java.util.zip.",
          "java.util.jar.",
          "java.util.ResourceBundle",
          "sun.net.www.protocol.",
          "com.sun.javafx.css.",
          "com.sun.javafx.font.",
          "com.sun.javafx.iio.",
          "com.sun.glass.utils.NativeLibLoader");

  private final Recording recording = new Recording();

  FxThreadWatch() {
    for (String each : EVENTS) {
      recording.enable(each).withThreshold(Duration.ZERO).withStackTrace();
    }
    recording.start();
  }

  /// What the FX thread did, and how much all threads did, so that an empty list means something.
  record Seen(List<String> byFxThread, int byOthers) {}

  Seen stop() {
    recording.stop();
    try {
      Path file = Files.createTempFile("mooring-watch", ".jfr");
      try {
        recording.dump(file);
        return read(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Seen read(Path file) throws IOException {
    List<String> fx = new ArrayList<>();
    int others = 0;
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      if (event.getThread() == null
          || !"JavaFX Application Thread".equals(event.getThread().getJavaName())) {
        others++;
      } else if (!fromClassPath(event.getStackTrace())) {
        fx.add(event.getEventType().getName() + "\n" + words(event.getStackTrace()));
      }
    }
    return new Seen(fx, others);
  }

  private static boolean fromClassPath(RecordedStackTrace stack) {
    return stack != null
        && stack.getFrames().stream()
            .map(frame -> frame.getMethod().getType().getName())
            .anyMatch(type -> CLASS_PATH.stream().anyMatch(type::startsWith));
  }

  private static String words(RecordedStackTrace stack) {
    return stack == null
        ? ""
        : stack.getFrames().stream()
            .limit(20)
            .map(FxThreadWatch::words)
            .collect(Collectors.joining("\n"));
  }

  private static String words(RecordedFrame frame) {
    return "  at "
        + frame.getMethod().getType().getName()
        + "."
        + frame.getMethod().getName()
        + ":"
        + frame.getLineNumber();
  }

  @Override
  public void close() {
    recording.close();
  }
}
