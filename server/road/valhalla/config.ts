/** Settings for building tiles and for answering, of Valhalla 3.6.1. */
export function valhallaConfig(valhallaDirectory: string) {
  const quiet = { type: '' }
  return {
    mjolnir: {
      tile_dir: `${valhallaDirectory}/tiles`,
      admin: `${valhallaDirectory}/admin.sqlite`,
      max_cache_size: 200_000_000,
      id_table_size: 100_000_000,
      concurrency: 2,
      hierarchy: true,
      // A closed edge must not hide under a shortcut that runs over it.
      shortcuts: false,
      include_driveways: true,
      include_bicycle: true,
      include_pedestrian: true,
      include_driving: true,
      reclassify_links: true,
      data_processing: {
        infer_internal_intersections: true,
        infer_turn_channels: true,
        apply_country_overrides: true,
        use_admin_db: true,
        grid_divisions_within_tile: 32,
      },
      logging: quiet,
    },
    loki: {
      actions: ['locate', 'route', 'sources_to_targets', 'isochrone', 'trace_attributes', 'status'],
      use_connectivity: true,
      service_defaults: {
        radius: 0,
        minimum_reachability: 50,
        search_cutoff: 500,
        node_snap_tolerance: 5,
        street_side_tolerance: 5,
        street_side_max_distance: 1000,
        heading_tolerance: 60,
      },
      logging: { ...quiet, long_request: 1000 },
    },
    thor: {
      // The other algorithm gives wrong times from many places to one and can crash with exclusions.
      source_to_target_algorithm: 'costmatrix',
      max_reserved_labels_count_astar: 200_000,
      max_reserved_labels_count_bidir_astar: 200_000,
      max_reserved_labels_count_dijkstras: 400_000,
      max_reserved_labels_count_bidir_dijkstras: 200_000,
      logging: { ...quiet, long_request: 1000 },
    },
    odin: { logging: quiet, markup_formatter: { markup_enabled: false } },
    meili: {
      mode: 'auto',
      customizable: ['mode', 'search_radius'],
      verbose: false,
      default: meiliDefaults,
      auto: { turn_penalty_factor: 200, search_radius: 50 },
      pedestrian: { turn_penalty_factor: 100, search_radius: 50 },
      logging: quiet,
      grid: { size: 500, cache_size: 100_240 },
    },
    service_limits: limits,
  }
}

const meiliDefaults = {
  sigma_z: 4.07,
  gps_accuracy: 5,
  beta: 3,
  max_route_distance_factor: 5,
  max_route_time_factor: 5,
  max_search_radius: 100,
  breakage_distance: 2000,
  interpolation_distance: 10,
  search_radius: 50,
  geometry: false,
  route: true,
  turn_penalty_factor: 0,
}

const perCosting = {
  max_distance: 500_000,
  max_locations: 50,
  max_matrix_distance: 400_000,
  max_matrix_location_pairs: 10_000,
}

const limits = {
  auto: perCosting,
  truck: perCosting,
  pedestrian: { ...perCosting, min_transit_walking_distance: 1, max_transit_walking_distance: 10_000 },
  bicycle: perCosting,
  bus: perCosting,
  taxi: perCosting,
  motor_scooter: perCosting,
  motorcycle: perCosting,
  multimodal: { ...perCosting, max_matrix_location_pairs: 0 },
  transit: perCosting,
  bikeshare: perCosting,
  skadi: { max_shape: 750_000, min_resample: 10 },
  status: { allow_verbose: false },
  isochrone: {
    max_contours: 8,
    max_time_contour: 120,
    max_distance: 25_000,
    max_locations: 20,
    max_distance_contour: 200,
  },
  trace: {
    max_distance: 200_000,
    max_gps_accuracy: 100,
    max_search_radius: 100,
    max_shape: 16_000,
    max_alternates: 3,
    max_alternates_shape: 100,
  },
  centroid: { max_distance: 200_000, max_locations: 5 },
  max_exclude_locations: 5000,
  max_reachability: 100,
  max_radius: 200,
  max_timedep_distance: 500_000,
  max_timedep_distance_matrix: 0,
  max_alternates: 2,
  max_exclude_polygons_length: 200_000,
  max_distance_disable_hierarchy_culling: 0,
  hierarchy_limits: {
    allow_modification: false,
    costmatrix: { max_allowed_up_transitions: { '1': 400, '2': 100 } },
    unidirectional_astar: {
      max_allowed_up_transitions: { '1': 400, '2': 100 },
      max_expand_within_distance: { '0': 1e8, '1': 100_000, '2': 5000 },
    },
    bidirectional_astar: {
      max_allowed_up_transitions: { '1': 400, '2': 100 },
      max_expand_within_distance: { '0': 1e8, '1': 20_000, '2': 5000 },
    },
  },
  allow_hard_exclusions: true,
}
