package dev.mooring.practice.registry;

/// A refusal by the registry, with the code of the OCI distribution specification.
final class OciFailure extends RuntimeException {
  final int status;
  final String code;

  OciFailure(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
