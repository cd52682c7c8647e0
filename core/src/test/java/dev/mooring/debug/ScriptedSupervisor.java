package dev.mooring.debug;

import dev.mooring.debug.container.Supervisor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/// A function stands where the debug container's script would answer.
public final class ScriptedSupervisor {
  /// Begins a line of an answer that Delve writes instead of the script.
  public static final String SAID = "said: ";

  /// Instead of an answer the debug container is gone.
  public static final String GONE = "gone";

  private final Function<String[], List<String>> answers;

  private ScriptedSupervisor(Function<String[], List<String>> answers) {
    this.answers = answers;
  }

  /// @param answers from the words of a request, its number first, to the lines of the answer
  public static Supervisor answering(Function<String[], List<String>> answers) {
    ScriptedSupervisor script = new ScriptedSupervisor(answers);
    PipedInputStream requests = new PipedInputStream();
    PipedOutputStream spoken = new PipedOutputStream();
    try {
      PipedInputStream heard = new PipedInputStream(spoken, 1 << 20);
      PipedOutputStream asked = new PipedOutputStream(requests);
      Thread.ofPlatform().daemon().start(() -> script.serve(requests, spoken));
      return new Supervisor(() -> new PipeStream(heard, asked, asked));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(PipedInputStream requests, PipedOutputStream spoken) {
    try (spoken;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(requests, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        for (String each : answers.apply(words)) {
          if (each.equals(GONE)) {
            return;
          }
          if (each.startsWith(SAID)) {
            spoken.write((each.substring(SAID.length()) + "\n").getBytes(StandardCharsets.UTF_8));
          } else {
            say(spoken, words[0] + " " + each);
          }
        }
        say(spoken, words[0] + " ok");
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private static void say(PipedOutputStream spoken, String line) throws IOException {
    spoken.write(("\n@mooring " + line + "\n").getBytes(StandardCharsets.UTF_8));
    spoken.flush();
  }
}
