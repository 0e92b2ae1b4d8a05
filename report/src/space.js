// The void in three dimensions.
import {
  AmbientLight, BoxGeometry, Color, DirectionalLight, EdgesGeometry, InstancedMesh, LineBasicMaterial, LineSegments, Matrix4, Mesh, MeshBasicMaterial,
  MeshLambertMaterial, PerspectiveCamera, PlaneGeometry, Scene, SphereGeometry, Spherical, Vector3, WebGLRenderer,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { element, none } from "./figure.js";

const alone = 0.75, in_cluster = 1.85;  // [Å] radii

/// An element that shows frames, with show(k); says so where there is no WebGL.
///   frames                of the report's data
///   colour_of(cluster)    a CSS colour
export function space(frames, colour_of) {
  const canvas = element("canvas", { tabindex: 0, role: "img", "aria-label": "Vacancies in three dimensions: arrow keys turn, plus and minus come nearer and go away" });
  const context = canvas.getContext("webgl2", { antialias: true, alpha: true, preserveDrawingBuffer: true });
  if (!context) {
    return { node: none("This browser has no WebGL, so the void cannot be drawn in three dimensions. The view from the ceramic above shows the same moments."), show() {}, redraw() {} };
  }
  const renderer = new WebGLRenderer({ canvas, context });
  const most = Math.max(1, ...frames.map((f) => f.cluster.length));
  const [lx, ly] = frames[0].box;
  const height = Math.max(1, ...frames.map((f) => f.box[2]));
  const centre = new Vector3(lx / 2, height / 2, ly / 2);  // up on the screen is z of the slab
  const scene = new Scene();
  scene.add(new AmbientLight(0xffffff, 1.6));
  const lamp = new DirectionalLight(0xffffff, 2.2);
  lamp.position.set(0.4, 1, 0.7);
  scene.add(lamp);

  const size = Math.hypot(lx, ly, height);
  const camera = new PerspectiveCamera(35, 1.6, size / 50, size * 10);
  camera.position.copy(centre).add(new Vector3(0.68, 0.46, 1.22).multiplyScalar(size));
  const spheres = new InstancedMesh(new SphereGeometry(1, 14, 10), new MeshLambertMaterial(), most);
  spheres.frustumCulled = false;
  const edges = new LineSegments(new EdgesGeometry(new BoxGeometry(lx, height, ly)), new LineBasicMaterial());
  edges.position.copy(centre);
  const ceramic = new Mesh(new PlaneGeometry(lx, ly), new MeshBasicMaterial({ transparent: true, opacity: 0.25, side: 2, depthWrite: false }));
  ceramic.rotation.x = -Math.PI / 2;
  ceramic.position.set(lx / 2, -2, ly / 2);
  scene.add(spheres, edges, ceramic);

  const controls = new OrbitControls(camera, canvas);
  controls.target.copy(centre);
  controls.enableZoom = false;  // the wheel scrolls the page; + and - come nearer
  const draw = () => renderer.render(scene, camera);
  controls.addEventListener("change", draw);
  controls.update();
  canvas.addEventListener("keydown", (event) => {
    const turns = { ArrowLeft: [-0.12, 0], ArrowRight: [0.12, 0], ArrowUp: [0, -0.12], ArrowDown: [0, 0.12] }[event.key];
    const nearer = { "+": 1 / 1.15, "=": 1 / 1.15, "-": 1.15 }[event.key];
    if (!turns && !nearer) return;
    event.preventDefault();
    const where = new Spherical().setFromVector3(camera.position.clone().sub(centre));
    where.theta += turns?.[0] ?? 0;
    where.phi = Math.min(Math.PI - 0.05, Math.max(0.05, where.phi + (turns?.[1] ?? 0)));
    where.radius *= nearer ?? 1;
    camera.position.setFromSpherical(where).add(centre);
    controls.update();
    draw();
  });

  const node = element("div", { class: "space" }, canvas);
  let shown = 0;
  /// What CSS makes of a colour, here and now.
  const css = (name) => {
    node.style.color = name;
    const found = new Color().setStyle(getComputedStyle(node).color);
    node.style.color = "";
    return found;
  };
  function redraw() {
    const width = node.clientWidth, tall = node.clientHeight;
    if (width > 0) {
      renderer.setPixelRatio(Math.min(2, devicePixelRatio));
      renderer.setSize(width, tall, false);
      camera.aspect = width / tall;
      camera.updateProjectionMatrix();
    }
    edges.material.color = css("var(--soft)");
    ceramic.material.color = css("var(--c4)");
    show(shown);
  }
  function show(k) {
    shown = k;
    const frame = frames[k], matrix = new Matrix4(), known = new Map();
    spheres.count = frame.cluster.length;
    frame.cluster.forEach((cluster, n) => {
      const radius = cluster === 0 ? alone : in_cluster;
      const [x, y, z] = frame.positions.slice(3 * n, 3 * n + 3);
      matrix.makeScale(radius, radius, radius).setPosition(x, z, y);
      spheres.setMatrixAt(n, matrix);
      const name = colour_of(cluster);
      if (!known.has(name)) known.set(name, css(name));
      spheres.setColorAt(n, known.get(name));
    });
    spheres.instanceMatrix.needsUpdate = true;
    if (spheres.instanceColor) spheres.instanceColor.needsUpdate = true;
    draw();
  }
  return { node, show, redraw };
}
