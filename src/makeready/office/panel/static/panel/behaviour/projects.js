// projects.js: what the list of projects does beyond its filters.
import { attachSelection } from "./selection.js"
import { attachArrivals } from "./arrivals.js"

attachSelection(document)
attachArrivals(document)
