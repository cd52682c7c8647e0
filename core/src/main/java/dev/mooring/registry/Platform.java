package dev.mooring.registry;

/// Operating system and architecture of an image: "linux/arm64/v8".
///
/// @param variant empty where there is none
public record Platform(String os, String architecture, String variant) {
  @Override
  public String toString() {
    return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
  }
}
