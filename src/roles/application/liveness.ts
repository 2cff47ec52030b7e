/**
 * Liveness endpoint, which does not depend on the database. Spring Boot: "Kubernetes Probes". The container is started with
 * MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED, which Spring Boot before version 4 needs for it.
 */
export const LIVENESS_PATH = '/actuator/health/liveness';
