package dev.mooring.identity;

/// Whose certificate is asked for.
public record ServiceAccount(String namespace, String name) {
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
