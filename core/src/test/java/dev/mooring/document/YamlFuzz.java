package dev.mooring.document;

import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.problem.MooringException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A text that can be read can be written; one that was edited says the same but for the
/// edit, or is left alone by whoever compares.
public final class YamlFuzz implements FuzzTarget {
  private static final List<YamlText.Step> PATH =
      List.of(YamlText.Step.key("users"), YamlText.Step.item("ana"), YamlText.Step.key("user"));

  @Override
  public void feed(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      Documents.yaml(text, "it").forEach(Documents::yaml);
    } catch (MooringException e) {
      // It is no YAML.
    }
    Optional<String> edited = YamlText.set(text, PATH, "token", "n\"e: #w");
    try {
      edited.ifPresent(
          after -> YamlText.differOnly(text, after, PATH, java.util.Map.of("token", "n\"e: #w")));
    } catch (MooringException e) {
      // What was no YAML for all before is none after.
    }
  }

  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts(
        """
        # who
        apiVersion: v1
        users:
        - name: ana
          user: {token: a, other: [1, 0x1f, 1_000, ~, yes]}
        - name: bob
          user:
            token: |
              line
        ---
        a: &a [x, *a, "q\\u00e4", 'z', 1.5, .inf, 2026-01-01]
        """,
        "users: [{name: ana, user: {a: b}}]\n",
        "{\"users\": [{\"name\": \"ana\", \"user\": {}}]}",
        "a: \"q\\u",
        "a: !!binary aGk=\nb: !x {? [c] : d}\n<<: *m\n");
  }
}
