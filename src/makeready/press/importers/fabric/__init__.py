"""Canvas JSON of Fabric.js 5 to 7 becomes a page of ours; what is not carried over is told."""
