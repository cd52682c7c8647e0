package dev.mooring.problem;

/// Which failure it is. The identifiers are stable: scripts see them in JSON output and the
/// documentation lists them.
public enum Code {
  GENERAL("general", "A failure that has no code of its own");

  private final String id;
  private final String meaning;

  Code(String id, String meaning) {
    this.id = id;
    this.meaning = meaning;
  }

  /// The stable identifier: "registry-missing".
  public String id() {
    return id;
  }

  /// What it stands for, as one line of the documentation.
  public String meaning() {
    return meaning;
  }
}
